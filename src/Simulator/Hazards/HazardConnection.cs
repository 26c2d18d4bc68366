using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;

namespace LlmObs.Simulator.Hazards;

/// <summary>Speaks just enough HTTP to take a request, then plays the scenario its path names, byte for byte.</summary>
internal sealed class HazardConnection(HazardTruth truth, TimeProvider clock) : ConnectionHandler
{
    private static readonly TimeSpan RepeatEvery = TimeSpan.FromMilliseconds(20);

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        try
        {
            await ServeAsync(connection);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or InvalidOperationException)
        {
            connection.Abort();
        }
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        while (await HazardRequest.ReadAsync(connection.Transport.Input, connection.ConnectionClosed) is { } request)
        {
            if (request is { Method: "POST", Scenario: { } scenario })
            {
                await PlayAsync(connection, scenario);
                return;
            }
            await connection.Transport.Output.WriteAsync(Json(request.Answer(truth)), connection.ConnectionClosed);
        }
    }

    private async Task PlayAsync(ConnectionContext connection, Hazard scenario)
    {
        var writes = new List<long>();
        byte[] last = [];
        foreach (var step in scenario.Steps)
        {
            switch (step)
            {
                case HazardStep.Write write:
                    last = write.Bytes;
                    await WriteAsync(connection, last, writes);
                    truth.Keep(scenario.Name, [.. writes]);
                    break;
                case HazardStep.Wait wait:
                    await Task.Delay(wait.Time, clock, connection.ConnectionClosed);
                    break;
                case HazardStep.Reset:
                    connection.Abort(new ConnectionAbortedException("The scenario resets the connection."));
                    return;
                case HazardStep.StayOpen:
                    await Task.Delay(Timeout.InfiniteTimeSpan, clock, connection.ConnectionClosed);
                    break;
                case HazardStep.RepeatForever:
                    await RepeatAsync(connection, last);
                    break;
            }
        }
    }

    private async Task WriteAsync(ConnectionContext connection, byte[] bytes, List<long> writes)
    {
        writes.Add(clock.GetTimestamp());
        await connection.Transport.Output.WriteAsync(bytes, connection.ConnectionClosed);
    }

    private async Task RepeatAsync(ConnectionContext connection, byte[] bytes)
    {
        while (true)
        {
            await Task.Delay(RepeatEvery, clock, connection.ConnectionClosed);
            await connection.Transport.Output.WriteAsync(bytes, connection.ConnectionClosed);
        }
    }

    private static byte[] Json(object answer)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(answer, JsonSerializerOptions.Web);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
    }
}
