using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

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
        catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            connection.Abort(new ConnectionAbortedException("The client has gone.", gone));
        }
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        while (await HazardRequest.ReadAsync(connection.Transport.Input, connection.ConnectionClosed) is { } request)
        {
            if (request.Plays is { } scenario)
            {
                truth.Begin(scenario.Name, request.Body);
                await PlayAsync(connection, scenario);
                return;
            }
            await connection.Transport.Output.WriteAsync(HazardAnswer.To(request, truth), connection.ConnectionClosed);
            if (!request.CanFollow)
                return;
        }
    }

    private async Task PlayAsync(ConnectionContext connection, Hazard scenario)
    {
        // the connection's own pipe may join writes; its socket does not
        var socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        byte[] last = [];
        foreach (var step in scenario.Steps)
        {
            switch (step)
            {
                case HazardStep.Write write:
                    last = write.Bytes;
                    truth.Wrote(scenario.Name, clock.GetTimestamp());
                    await socket.SendAsync(last, connection.ConnectionClosed);
                    break;
                case HazardStep.Wait wait:
                    await PauseAsync(wait.Time, connection.ConnectionClosed);
                    break;
                case HazardStep.Reset:
                    connection.Abort(new ConnectionAbortedException("The scenario resets the connection."));
                    return;
                case HazardStep.HalfClose:
                    socket.Shutdown(SocketShutdown.Send);
                    await ClientLeavesAsync(connection);
                    break;
                case HazardStep.StayOpen:
                    await ClientLeavesAsync(connection);
                    break;
                case HazardStep.RepeatForever:
                    await RepeatAsync(socket, last, connection.ConnectionClosed);
                    break;
            }
        }
    }

    /// <summary>Never shorter than was said: the system's timer counts in coarse ticks and may come a few milliseconds early.</summary>
    private async Task PauseAsync(TimeSpan time, CancellationToken clientLeaves)
    {
        var begun = clock.GetTimestamp();
        while (time - clock.GetElapsedTime(begun) is { Ticks: > 0 } left)
            await Task.Delay(left, clock, clientLeaves);
    }

    private Task ClientLeavesAsync(ConnectionContext connection) => Task.Delay(Timeout.InfiniteTimeSpan, clock, connection.ConnectionClosed);

    private async Task RepeatAsync(Socket socket, byte[] bytes, CancellationToken clientLeaves)
    {
        while (true)
        {
            await Task.Delay(RepeatEvery, clock, clientLeaves);
            await socket.SendAsync(bytes, clientLeaves);
        }
    }
}
