using System.Text.Json;

namespace LlmObs.Runner.Servers;

/// <summary>The answer of llama.cpp's <c>GET /slots</c>: one object a slot. A server started with <c>--no-slots</c> refuses it, and then nothing is known.</summary>
internal static class LlamaCppSlots
{
    public static ServerActivity? Read(ControlAnswer answer)
    {
        if (!answer.IsGood)
            return null;
        try
        {
            using var slots = JsonDocument.Parse(answer.Text);
            return slots.RootElement.ValueKind != JsonValueKind.Array
                ? null
                : new ServerActivity { UnderWay = slots.RootElement.EnumerateArray().Count(IsBusy) };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsBusy(JsonElement slot) =>
        slot.ValueKind == JsonValueKind.Object && slot.TryGetProperty("is_processing", out var busy) && busy.ValueKind == JsonValueKind.True;
}
