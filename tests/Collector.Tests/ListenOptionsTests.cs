namespace LlmObs.Collector.Tests;

public sealed class ListenOptionsTests : IDisposable
{
    private const string Token = "correct-horse-battery-staple";
    private readonly string _file = Path.GetTempFileName();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("0.0.0.0"), InlineData("192.0.2.1"), InlineData("::")]
    public async Task Another_address_than_loopback_without_a_token_is_refused_with_how_to_make_one(string address)
    {
        var (exitCode, error) = await RunAsync("--listen", address);

        Assert.Equal(2, exitCode);
        Assert.Equal($"llmobs-collector: --listen {address} lets other machines ask, so a token is needed: --token-file FILE or LLMOBS_COLLECTOR_TOKEN. This makes one: (umask 077; openssl rand -hex 32 > FILE) See llmobs-collector --help.\n", error);
    }

    [Theory]
    [InlineData("", "has 0 characters")]
    [InlineData("  \n", "has 0 characters")]
    [InlineData("fifteen-letters\n", "has 15 characters; one that cannot be guessed has at least 16")]
    [InlineData("two words in one token", "has a space")]
    [InlineData("naïve-passphrase-of-mine", "has a space, a line break or a letter outside ASCII")]
    public async Task A_token_of_no_use_is_refused(string token, string told)
    {
        await File.WriteAllTextAsync(_file, token, TestContext.Current.CancellationToken);

        var (exitCode, error) = await RunAsync("--token-file", _file);

        Assert.Equal(2, exitCode);
        Assert.Contains($"--token-file: the token in {_file} {told}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_token_of_the_environment_is_refused_and_not_printed()
    {
        _variables["LLMOBS_COLLECTOR_TOKEN"] = "hunter2";

        var (exitCode, error) = await RunAsync("--listen", "0.0.0.0");

        Assert.Equal(2, exitCode);
        Assert.Contains("LLMOBS_COLLECTOR_TOKEN: the token has 7 characters", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_with_how_to_make_it()
    {
        var (exitCode, error) = await RunAsync("--token-file", "no-such-file");

        Assert.Equal(2, exitCode);
        Assert.Contains("--token-file: no-such-file cannot be read", error, StringComparison.Ordinal);
        Assert.Contains("openssl rand -hex 32 > no-such-file", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost"), InlineData("everywhere"), InlineData("192.168.1.20:5181")]
    public async Task What_is_no_address_is_told_with_what_to_write(string address)
    {
        var (exitCode, error) = await RunAsync("--listen", address);

        Assert.Equal(2, exitCode);
        Assert.Contains($"such as 192.168.1.20 or 0.0.0.0 for all, not \"{address}\".", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told()
    {
        _variables["LLMOBS_COLLECTOR_TOKEN"] = Token;

        var (exitCode, error) = await RunAsync("--listen", "192.0.2.1", "--port", "0");

        Assert.Equal(2, exitCode);
        Assert.StartsWith("llmobs-collector: nobody can listen on 192.0.2.1, port 0:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_that_others_can_read_is_warned_of_and_used()
    {
        await File.WriteAllTextAsync(_file, $"{Token}\n", TestContext.Current.CancellationToken);
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no such file modes.");
        else
            File.SetUnixFileMode(_file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var (exitCode, error) = await RunAsync("--listen", "192.0.2.1", "--token-file", _file);

        Assert.Equal(2, exitCode);
        Assert.Contains($"Other users of this machine can read {_file}. Write: chmod 600 {_file}", error, StringComparison.Ordinal);
        Assert.Contains("nobody can listen on 192.0.2.1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_loopback_a_token_of_the_environment_is_not_demanded()
    {
        _variables["LLMOBS_COLLECTOR_TOKEN"] = "hunter2";

        var (exitCode, error) = await RunAsync("--show");

        Assert.Equal((0, ""), (exitCode, error));
    }

    private async Task<(int ExitCode, string Error)> RunAsync(params string[] args)
    {
        await using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await CollectorCommand.RunAsync(args, TextWriter.Null, error, name => _variables.GetValueOrDefault(name), TestContext.Current.CancellationToken);
        return (exitCode, error.ToString());
    }
}
