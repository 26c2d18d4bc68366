using System.Globalization;

namespace LlmObs.Runner.Tests.LlamaCpp;

/// <summary>The smallest vocabulary llama.cpp's SentencePiece tokenizer takes: three control tokens, the space, and every byte.</summary>
public static class ByteVocabulary
{
    public const int Unknown = 0;
    public const int Beginning = 1;
    public const int End = 2;

    /// <summary>SentencePiece's mark for a space; left out, a space would fall apart into this character's three bytes.</summary>
    public const int Space = 3;

    private const int FirstByte = 4;

    /// <summary>What the model likes to say: one event a token needs text that is whole UTF-8 at every byte.</summary>
    private const string Favourites = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?'-";

    public static int Size => FirstByte + 256;

    public static bool IsFavourite(int token) =>
        token == Space || (token >= FirstByte && Favourites.Contains((char)(token - FirstByte), StringComparison.Ordinal));

    public static GgufMetadata AddTo(GgufMetadata metadata) => metadata
        .Text("tokenizer.ggml.model", "llama")
        .Texts("tokenizer.ggml.tokens", [.. Enumerable.Range(0, Size).Select(TextOf)])
        .Reals("tokenizer.ggml.scores", new float[Size])
        .Integers("tokenizer.ggml.token_type", [.. Enumerable.Range(0, Size).Select(KindOf)])
        .Number("tokenizer.ggml.unknown_token_id", Unknown)
        .Number("tokenizer.ggml.bos_token_id", Beginning)
        .Number("tokenizer.ggml.eos_token_id", End)
        .Claim("tokenizer.ggml.add_bos_token", true)
        .Claim("tokenizer.ggml.add_eos_token", false)
        .Claim("tokenizer.ggml.add_space_prefix", false);

    private static string TextOf(int token) => token switch
    {
        Unknown => "<unk>",
        Beginning => "<s>",
        End => "</s>",
        Space => "\u2581",
        _ => string.Create(CultureInfo.InvariantCulture, $"<0x{token - FirstByte:X2}>"),
    };

    /// <summary>llama.cpp's token types: 1 normal, 2 unknown, 3 control, 6 byte.</summary>
    private static int KindOf(int token) => token switch
    {
        Unknown => 2,
        Beginning or End => 3,
        Space => 1,
        _ => 6,
    };
}
