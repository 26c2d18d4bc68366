namespace LlmObs.Plans;

/// <summary>Makes a variant of a model that a server offers.</summary>
internal static class DiscoveredVariant
{
    /// <summary>Stands where neither the server nor the key says.</summary>
    public const string UnknownQuantization = "unknown";

    /// <summary>Each with an id of its own, whatever the keys have in common.</summary>
    public static IReadOnlyList<Variant> All(IReadOnlyList<LocalModel> models)
    {
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. models.Select(model => Of(model, FreeId(Slug(model.Key), ids)))];
    }

    private static string FreeId(string wished, HashSet<string> taken)
    {
        var id = wished;
        for (var number = 2; !taken.Add(id); number++)
            id = $"{wished}-{number}";
        return id;
    }

    private static Variant Of(LocalModel model, string id) => new()
    {
        Id = id,
        Model = ModelName(model),
        Quantization = Quantization(model),
        Format = model.Format,
        FileSize = model.FileSize,
        Match = new MatchRule { Names = [model.Key] },
    };

    /// <summary>The key without publisher, quantization and file ending.</summary>
    public static string ModelName(LocalModel model)
    {
        var name = Stem(model.Key.Split('@')[0]);
        var quantization = model.Quantization;
        if (quantization is not null && name.EndsWith(quantization, StringComparison.OrdinalIgnoreCase) && name.Length > quantization.Length)
            name = name[..^quantization.Length].TrimEnd('-', '_', '.');
        return Slug(name);
    }

    private static string Quantization(LocalModel model) => model.Quantization ?? (model.Key.Split('@') is [_, { Length: > 0 } tag] ? tag : UnknownQuantization);

    private static string Stem(string key)
    {
        var name = key.Split('/')[^1];
        return name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name;
    }

    /// <summary>Fit for folders and tables.</summary>
    private static string Slug(string key)
    {
        var letters = Stem(key).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? char.ToLowerInvariant(letter) : '-');
        var slug = string.Concat(letters).Trim('-', '.');
        return slug.Length == 0 ? "model" : slug;
    }
}
