using LlmObs.Runner.Servers;

namespace LlmObs.Runner.Tests.Servers.Dialects;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:1234", "http://127.0.0.1:1234/")]
    [InlineData("http://127.0.0.1:1234/", "http://127.0.0.1:1234/")]
    [InlineData("  localhost:1234  ", "http://localhost:1234/")]
    [InlineData("1234", "http://127.0.0.1:1234/")]
    [InlineData(":8080", "http://127.0.0.1:8080/")]
    [InlineData("mac.local:1234/v1", "http://mac.local:1234/")]
    [InlineData("http://127.0.0.1:1234/v1/", "http://127.0.0.1:1234/")]
    [InlineData("http://127.0.0.1:1234/api/v1", "http://127.0.0.1:1234/")]
    [InlineData("http://127.0.0.1:1234/api/v1/models", "http://127.0.0.1:1234/")]
    [InlineData("http://127.0.0.1:11434/api/tags", "http://127.0.0.1:11434/")]
    [InlineData("https://host/llm/v1/chat/completions?x=1#y", "https://host/llm/")]
    [InlineData("https://host/llm", "https://host/llm/")]
    [InlineData("http://[::1]:1234", "http://[::1]:1234/")]
    public void What_people_write_becomes_the_base_address(string written, string expected)
    {
        var isAddress = ServerAddress.TryParse(written, out var address, out var problem);

        Assert.True(isAddress, problem);
        Assert.Equal(expected, address!.AbsoluteUri);
    }

    [Theory]
    [InlineData("", "The server address is empty. Write one such as http://127.0.0.1:1234.")]
    [InlineData(null, "The server address is empty. Write one such as http://127.0.0.1:1234.")]
    [InlineData("http://", "\"http://\" is no server address. Write one such as http://127.0.0.1:1234.")]
    [InlineData("localhost:12345678", "\"localhost:12345678\" is no server address. Write one such as http://127.0.0.1:1234.")]
    [InlineData("not a host", "\"not a host\" is no server address. Write one such as http://127.0.0.1:1234.")]
    [InlineData("ftp://host", "\"ftp://host\" starts with ftp://. A server is reached with http:// or https://.")]
    [InlineData("http://host:0", "\"http://host:0\" has port 0. Write the port the server listens on, such as 1234.")]
    [InlineData("http://me:secret@host", "The server address holds a name or password. Put the key into an environment variable and name that with --api-key-env.")]
    public void What_is_no_address_is_told_with_what_to_write(string? written, string expected)
    {
        var isAddress = ServerAddress.TryParse(written, out _, out var problem);

        Assert.False(isAddress);
        Assert.Equal(expected, problem);
    }
}
