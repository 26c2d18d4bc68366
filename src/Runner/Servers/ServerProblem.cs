using System.Globalization;
using LlmObs.Plans;
using LlmObs.Results;

namespace LlmObs.Runner.Servers;

/// <summary>What can go wrong with a server, in words that say what to do next.</summary>
internal static class ServerProblem
{
    public static ServerException Silent(Uri address, Uri question, TimeSpan limit) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{Display(address)} did not answer {question.AbsolutePath} within {limit.TotalSeconds:0.#} s. Can the machine be reached, and is the server not hung?"));

    public static ServerException Unreachable(Uri address, HttpRequestException problem, bool certificateRefused) => new(
        problem.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"No machine is named {address.Host}. Check the server address {Display(address)}.",
            HttpRequestError.ConnectionError => $"Nothing listens at {Display(address)}.",
            HttpRequestError.SecureConnectionError when certificateRefused =>
                $"The certificate of {Display(address)} is not trusted on this machine. Add it to the system's trusted ones, or use http:// where the server offers it.",
            HttpRequestError.SecureConnectionError => $"{Display(address)} does not speak TLS. Write http:// instead of https://.",
            HttpRequestError.ResponseEnded when address.Scheme == Uri.UriSchemeHttp =>
                $"{Display(address)} closed the connection without an answer. If the server speaks TLS, write https:// instead of http://.",
            HttpRequestError.InvalidResponse => $"What listens at {Display(address)} does not speak HTTP. Check the port.",
            _ => $"The connection to {Display(address)} broke: {problem.Message}",
        },
        problem)
    {
        Cause = LoadFailureCause.ServerGone,
    };

    /// <summary>The reason why a good question got a bad answer.</summary>
    public static ServerException Refused(ServerIdentity server, string question, ControlAnswer answer, bool hadKey) => answer switch
    {
        { IsKeyRefused: true } => WrongKey($"{server.Name} at {Display(server.Address)}", answer, hadKey),
        { Status: 503 } =>
            With(answer, $"{server.Name} at {Display(server.Address)} is not ready (503), most likely still loading its model. Wait until it is done, then try again."),
        { Error: { } words } when words.StartsWith("Unexpected endpoint", StringComparison.Ordinal) =>
            With(answer, $"{server.Name} at {Display(server.Address)} has no native API known here, neither v1 nor v0: it is older than 0.3.6. Update it."),
        { IsGood: true } => new($"{server.Name} at {Display(server.Address)} answered {question} in a form not known here: {Start(answer.Text)}") { StatusCode = answer.Status },
        _ => With(answer, string.Create(CultureInfo.InvariantCulture, $"{server.Name} at {Display(server.Address)} answered {question} with {answer.Status}.")),
    };

    /// <summary>Several LM Studio versions list the variants of a model but load only the one chosen in the app.</summary>
    public static ServerException VariantNotLoadable(ServerIdentity server, LocalModel model, ControlAnswer answer) =>
        With(answer, $"{server.Name} does not load {model.Key} by that name. Choose {model.Quantization} for this model under My Models, then run again.");

    public static ServerException WrongKey(string server, ControlAnswer answer, bool hadKey) => WrongKey(server, answer.Status, answer.Error, hadKey);

    public static ServerException WrongKey(string server, int status, string? words, bool hadKey) => With(status, words, hadKey
        ? string.Create(CultureInfo.InvariantCulture, $"{server} refused the API key ({status}). Check the environment variable that --api-key-env names.")
        : $"{server} wants an API key. Put it into an environment variable and name that with --api-key-env, such as --api-key-env LM_API_TOKEN.");

    /// <summary>Something answers at the address, but no dialect knows it.</summary>
    public static ServerException NoLlmServer(Uri address, ControlAnswer models, bool hadKey)
    {
        if (models.IsKeyRefused)
            return WrongKey($"The server at {Display(address)}", models, hadKey);
        if (models.Status == 503)
            return With(models, $"The server at {Display(address)} is not ready (503). Wait until it has loaded its model, then try again.");
        var what = models.IsWebPage
            ? "but with a web page, not as an LLM server"
            : string.Create(CultureInfo.InvariantCulture, $"but is no LLM server known here: /v1/models gave {models.Status} {Start(models.Text)}");
        return new ServerException($"{Display(address)} answers, {what.TrimEnd()}. Check host and port. Usual ones: {ServerDialects.UsualPorts}.")
        {
            StatusCode = models.Status,
        };
    }

    private static ServerException With(ControlAnswer answer, string message) => With(answer.Status, answer.Error, message, answer.RetryAfter);

    private static ServerException With(int status, string? words, string message, TimeSpan? retryAfter = null) =>
        new(words is null ? message : $"{message} It said: {words}") { StatusCode = status, RetryAfter = retryAfter };

    private static string Display(Uri address) => ServerAddress.Display(address);

    private static string Start(string text) => text.Length <= 120 ? text : string.Concat(text.AsSpan(0, 120), "…");
}
