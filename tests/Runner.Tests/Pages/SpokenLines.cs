using System.Text;

namespace LlmObs.Runner.Tests.Pages;

/// <summary>What a program says, readable while it goes on.</summary>
internal sealed class SpokenLines : TextWriter
{
    private readonly Lock _writing = new();
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public Task<string> FirstLine => _firstLine.Task;

    public string Text
    {
        get
        {
            lock (_writing)
                return _text.ToString();
        }
    }

    public override void Write(char value)
    {
        lock (_writing)
            _text.Append(value);
    }

    public override void WriteLine(string? value)
    {
        lock (_writing)
            _text.Append(value).Append('\n');
        _firstLine.TrySetResult(value ?? "");
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }
}
