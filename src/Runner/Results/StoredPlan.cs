using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Results;

/// <summary><c>plan.json</c> as a session keeps it, and the digest that tells whether it is still the plan that was run.</summary>
internal static class StoredPlan
{
    public static string Text(Plan plan) => JsonSerializer.Serialize(plan, PlanJson.Options) + "\n";

    /// <summary>SHA-256 of the file's bytes, as <c>sha256sum plan.json</c> prints it.</summary>
    public static string Hash(Plan plan) => Hash(Encoding.UTF8.GetBytes(Text(plan)));

    /// <summary>What was done to the file since the session began, or null when it is untouched.</summary>
    public static string? Change(string path, SessionHeader header)
    {
        var hash = Hash(File.ReadAllBytes(path));
        return string.Equals(hash, header.PlanHash, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"{path} was changed after the session began: its SHA-256 begins with {hash[..12]}, that of the plan that was run with {header.PlanHash[..Math.Min(12, header.PlanHash.Length)]}.";
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
