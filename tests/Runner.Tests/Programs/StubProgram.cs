using System.Diagnostics;

namespace LlmObs.Runner.Tests.Programs;

/// <summary>A shell script that stands for a program, in a folder of its own.</summary>
internal sealed class StubProgram : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llmobs-program-");

    public StubProgram(string name, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        Path = In(name);
        // a shell writes it: had this process the file open while another test starts a program, that one would keep it open, and nobody can start what is being written
        using var writer = Process.Start("/bin/sh", ["-c", "printf '%s' \"$1\" > \"$0\" && chmod 700 \"$0\"", Path, $"#!/bin/sh\ncd '{_folder.FullName}'\n{script}\n"]);
        writer.WaitForExit();
        Assert.Equal(0, writer.ExitCode);
    }

    public string Path { get; }

    public string Folder => _folder.FullName;

    public string In(string file) => System.IO.Path.Combine(Folder, file);

    public void Dispose() => _folder.Delete(recursive: true);
}
