using System.CommandLine;
using LlmObs.Plans;
using LlmObs.Results;
using LlmObs.Runner.Servers;
using Spectre.Console;

namespace LlmObs.Runner.Cli;

/// <summary><c>llmobs servers</c>: what was found where.</summary>
internal static class ServersCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var (server, apiKeyVariable) = (ServerOptions.Server(otherwise: "whatever answers on this machine's usual ports"), ServerOptions.ApiKeyVariable());
        var command = new ExampledCommand("servers", "Lists the LLM servers on this machine's usual ports, or the one you name, and what they have loaded.")
        {
            Examples = [new("llmobs servers", "What runs here"), new("llmobs servers --server http://mac:1234", "What answers there, and what it has loaded")],
        };
        command.Add(server);
        command.Add(apiKeyVariable);
        command.SetAction((parsed, cancellationToken) => ListAsync(surroundings, parsed.GetValue(server), parsed.GetValue(apiKeyVariable), cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(Surroundings surroundings, string? server, string? apiKeyVariable, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        var address = ServerOptions.Address(server, mistakes);
        var apiKey = ServerOptions.ApiKey(apiKeyVariable, surroundings, mistakes);
        if (mistakes.Count > 0)
            return await surroundings.RefuseAsync(mistakes);

        var humans = surroundings.Humans(json: false);
        if (server is not null)
            return await ListNamedAsync(surroundings, humans, server, address, apiKey, cancellationToken);
        var found = await surroundings.Connector.FindLocalAsync(cancellationToken);
        if (found.Count == 0)
            humans.Say($"No LLM server answers on its usual port of this machine. {surroundings.Command} run measures the Simulator then, or the one you name with --server.");
        else
            humans.Console.Write(await TableAsync(surroundings.Connector, found, apiKey, cancellationToken));
        return ExitCodes.Good;
    }

    /// <summary>Exactly that one is asked, and what is wrong there is a mistake.</summary>
    private static async Task<int> ListNamedAsync(Surroundings surroundings, HumanOutput humans, string server, Uri? address, string? apiKey, CancellationToken cancellationToken)
    {
        try
        {
            await using var named = await ServerToUse.OpenAsync(surroundings, server, address, apiKey, cancellationToken);
            humans.Console.Write(Row(Table(), named.Server.Identity, Words(await named.Server.ListModelsAsync(cancellationToken))));
            return ExitCodes.Good;
        }
        catch (ServerException refused)
        {
            return await surroundings.RefuseAsync([refused.Message]);
        }
    }

    private static async Task<Table> TableAsync(ServerConnector connector, IReadOnlyList<ServerIdentity> found, string? apiKey, CancellationToken cancellationToken)
    {
        var table = Table();
        foreach (var server in found)
            Row(table, server, await LoadedAsync(connector, server, apiKey, cancellationToken));
        return table;
    }

    private static Table Table() => new Table().Border(TableBorder.Simple).AddColumns("Server", "Version", "Address", "Loaded");

    private static Table Row(Table table, ServerIdentity server, string loaded) => table.AddRow(new Text(server.Name), new Text(server.Version ?? "n/a"), new Text(server.Address.ToString()), new Text(loaded));

    private static async Task<string> LoadedAsync(ServerConnector connector, ServerIdentity identity, string? apiKey, CancellationToken cancellationToken)
    {
        try
        {
            await using var server = await connector.ConnectAsync(identity.Address, apiKey, cancellationToken);
            var models = await server.ListModelsAsync(cancellationToken);
            return Words(models);
        }
        catch (ServerException silent)
        {
            return silent.Message;
        }
    }

    private static string Words(IReadOnlyList<LocalModel> models)
    {
        var loaded = models.Where(model => model.IsLoaded).Select(model => model.Key).ToList();
        return loaded.Count == 0 ? $"nothing ({models.Count} on its disk)" : string.Join(", ", loaded);
    }
}
