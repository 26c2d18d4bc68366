using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LlmObs.Runner.Pages;

/// <summary>Words from outside, made harmless inside HTML; all languages stay readable in the source.</summary>
internal static class HtmlText
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);
}
