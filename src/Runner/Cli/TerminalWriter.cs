using System.Text;

namespace LlmObs.Runner.Cli;

/// <summary>A terminal that may be closed while a session goes on: from then on every write to it fails, and what it would have shown is lost, the session is not.</summary>
internal sealed class TerminalWriter(TextWriter terminal) : TextWriter
{
    public override Encoding Encoding => terminal.Encoding;

    /// <summary>Puts it before standard output and standard error where they are terminals. A file or a pipe that takes nothing more is still told of.</summary>
    public static void TakeOver()
    {
        if (!Console.IsOutputRedirected)
            Console.SetOut(new TerminalWriter(Console.Out));
        if (!Console.IsErrorRedirected)
            Console.SetError(new TerminalWriter(Console.Error));
    }

    public override void Write(char value) => Try(() => terminal.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => terminal.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => terminal.Write(value));

    public override void WriteLine(string? value) => Try(() => terminal.WriteLine(value));

    public override void Flush() => Try(terminal.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // nobody is there to read it
            return;
        }
    }
}
