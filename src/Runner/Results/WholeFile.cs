namespace LlmObs.Runner.Results;

/// <summary>Writes a document whole: a draft beside it, then a move. A reader sees the old one or the new one, never half.</summary>
internal static class WholeFile
{
    public static void Write(string path, string text)
    {
        var draft = $"{path}.draft";
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }
}
