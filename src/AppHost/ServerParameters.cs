using Microsoft.Extensions.Configuration;

namespace LlmObs.AppHost;

/// <summary>
/// The server's address and key, which the options, the configuration (<c>Parameters:server-address</c>, <c>Parameters:server-key</c>) or the dashboard may give.
/// Unset they are empty, and nothing asks for them: the Runner finds a server by itself, and most want no key.
/// </summary>
public sealed class ServerParameters
{
    private const string Address = "server-address";
    private const string Key = "server-key";
    private const string KeyVariable = "LLMOBS_SERVER_KEY";
    private readonly string? _keyVariable;
    private readonly ParameterResource _address;
    private readonly ParameterResource _key;

    private ServerParameters(IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        _keyVariable = options.ApiKeyVariable;
        _address = builder.AddParameter(Address, () => Named(options, builder.Configuration) ?? "")
            .WithDescription("The LLM server to measure, such as http://127.0.0.1:1234. Empty takes the one found on this machine. Restart the Runner to change servers.").Resource;
        _key = builder.AddParameter(Key, () => KeyOf(options, builder.Configuration) ?? "", secret: true)
            .WithDescription("The server's key, if it wants one. It reaches the Runner as an environment variable.").Resource;
    }

    public static ServerParameters Add(IDistributedApplicationBuilder builder, AppHostOptions options) => new(builder, options);

    /// <summary>The address the user named; null where none was.</summary>
    public static string? Named(AppHostOptions options, IConfiguration configuration) => options.Server ?? NullIfEmpty(configuration[$"Parameters:{Address}"]);

    public async Task AddArgumentsAsync(IList<object> arguments, CancellationToken cancellationToken)
    {
        if (await _address.GetValueAsync(cancellationToken) is { Length: > 0 } address)
            arguments.Add($"--server={address}");
        // a variable the user named is passed on even if it is not set: the Runner says so
        if (_keyVariable is not null)
            arguments.Add($"--api-key-env={_keyVariable}");
        else if (await _key.GetValueAsync(cancellationToken) is { Length: > 0 })
            arguments.Add($"--api-key-env={KeyVariable}");
    }

    public async Task AddKeyAsync(EnvironmentCallbackContext context)
    {
        if (await _key.GetValueAsync(context.CancellationToken) is { Length: > 0 })
            context.EnvironmentVariables[_keyVariable ?? KeyVariable] = _key;
    }

    private static string? KeyOf(AppHostOptions options, IConfiguration configuration) =>
        NullIfEmpty(options.ApiKeyVariable is { } variable ? Environment.GetEnvironmentVariable(variable) : configuration[$"Parameters:{Key}"]);

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
