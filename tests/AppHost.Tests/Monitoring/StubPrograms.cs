namespace LlmObs.AppHost.Tests.Monitoring;

/// <summary>A folder of shell scripts that stand for programs of the PATH.</summary>
internal sealed class StubPrograms : IDisposable
{
    public StubPrograms() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-ins are shell scripts.");

    public string Folder { get; } = Directory.CreateTempSubdirectory("llmobs-programs-").FullName;

    public StubPrograms With(string name, string script)
    {
        var file = System.IO.Path.Combine(Folder, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>A program of this machine, under its own name.</summary>
    public StubPrograms Linked(string program)
    {
        File.CreateSymbolicLink(System.IO.Path.Combine(Folder, System.IO.Path.GetFileName(program)), program);
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
