namespace LlmObs.AppHost.Tests;

public sealed class AppHostCommandTests
{
    [Theory]
    [InlineData("--sever")]
    [InlineData("--onec")]
    [InlineData("http://127.0.0.1:1234")]
    [InlineData("quick")]
    public void What_nobody_knows_is_refused_with_2(string argument)
    {
        using var error = new StringWriter();

        var (options, exitCode) = AppHostCommand.Parse([argument], TextWriter.Null, error);

        Assert.Null(options);
        Assert.Equal(2, exitCode);
        Assert.StartsWith($"llmobs: \"{argument}\" is not known here.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_without_its_value_is_refused_with_2()
    {
        using var error = new StringWriter();

        var (options, exitCode) = AppHostCommand.Parse(["--server"], TextWriter.Null, error);

        Assert.Null(options);
        Assert.Equal(2, exitCode);
        Assert.Single(error.ToString().Trim().Split('\n'));
        Assert.Contains("--server", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Runner:Port=5180")]
    [InlineData("--operation", "publish", "--publisher", "manifest", "--output-path", "out")]
    [InlineData("DcpPublisher:RandomizePorts=true")]
    [InlineData("--environment=Development")]
    public void What_is_Aspires_goes_on_to_it(params string[] arguments)
    {
        var (options, exitCode) = AppHostCommand.Parse([.. arguments, "--once"], TextWriter.Null, TextWriter.Null);

        Assert.Equal(0, exitCode);
        Assert.Equal(arguments, options!.ForAspire);
        Assert.True(options.Once);
    }

    [Fact]
    public void Help_is_an_answer_and_no_mistake()
    {
        using var output = new StringWriter();

        var (options, exitCode) = AppHostCommand.Parse(["--help"], output, TextWriter.Null);

        Assert.Null(options);
        Assert.Equal(0, exitCode);
        foreach (var option in new[] { "--server", "--api-key-env", "--plan", "--output", "--run", "--once" })
            Assert.Contains(option, output.ToString(), StringComparison.Ordinal);
    }
}
