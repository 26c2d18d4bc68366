using System.Diagnostics;

namespace LlmObs.Runner.Tests.Cli;

/// <summary>The program as a process of its own on a terminal, which util-linux's <c>script</c> makes.</summary>
internal sealed class Terminal : IDisposable
{
    private const string Interrupt = "\u0003";
    private readonly Process _script;

    private Terminal(Process script) => _script = script;

    /// <param name="columns">How wide the terminal is.</param>
    /// <param name="args">Words without blanks or quotes.</param>
    public static Terminal Open(int columns, params string[] args)
    {
        Assert.SkipUnless(HasScript, "No util-linux script here, which makes a terminal.");
        var program = Path.Combine(AppContext.BaseDirectory, "llmobs.dll");
        var start = new ProcessStartInfo("script") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-qec");
        start.ArgumentList.Add($"stty cols {columns}; exec dotnet {program} {string.Join(' ', args)}");
        start.ArgumentList.Add("/dev/null");
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("NO_COLOR");
        return new Terminal(Process.Start(start)!);
    }

    private static bool HasScript => OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    public void PressCtrlC() => Type(Interrupt);

    public void Type(string text)
    {
        _script.StandardInput.Write(text);
        _script.StandardInput.Flush();
    }

    /// <summary>All that was written, once the program has ended.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        var output = await _script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _script.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_script.ExitCode, output);
    }

    public void Dispose()
    {
        if (!_script.HasExited)
            _script.Kill(entireProcessTree: true);
        _script.Dispose();
    }
}
