namespace LlmObs.Collector.Sensors;

/// <summary>Finds a program as a shell would, without starting one.</summary>
internal static class ProgramOnPath
{
    /// <summary>Null where no folder of the path has it. Relative folders are passed over: what they mean changes with where one stands.</summary>
    public static string? Find(string name, SystemFolders folders) =>
        folders.Programs.Split(Path.PathSeparator).Where(Path.IsPathRooted).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
