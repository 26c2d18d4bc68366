using Microsoft.Playwright;

namespace LlmObs.Browser.Tests;

/// <summary>The machine's own Chromium. Where there is none the tests skip with the reason, unless LLMOBS_REQUIRE names it.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        var place = Places.FirstOrDefault(File.Exists);
        if (place is null)
        {
            Assert.SkipUnless(IsRequired, "There is no Chromium on this machine (apt install chromium).");
            Assert.Fail("LLMOBS_REQUIRE asks for Chromium, and there is none.");
        }
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = place,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new Chromium(playwright, browser);
    }

    public async Task<IPage> OpenAsync(string address)
    {
        var page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 1000 } });
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Keeps a picture in the folder that LLMOBS_PICTURES names, for a person to look at.</summary>
    public static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LLMOBS_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static bool IsRequired => (Environment.GetEnvironmentVariable("LLMOBS_REQUIRE") ?? "").Split(' ').Contains("chromium", StringComparer.Ordinal);
}
