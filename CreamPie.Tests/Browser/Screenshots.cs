using CreamPie.Tests.Support;
using Microsoft.Playwright;

namespace CreamPie.Tests.Browser;

/// <summary>
/// <c>dotnet run --project CreamPie.Tests -- screenshots</c> takes a picture of every page, wide and phone, light and
/// dark, into /screenshots, which git ignores; <c>-- screenshots readme</c> makes those of the README.
/// </summary>
internal static class Screenshots
{
    private const long Largest = 300_000;

    public static async Task TakeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "screenshots")).FullName;
        await using var app = await SimulatedApp.StartAsync();
        await app.AddFailuresAsync();
        foreach (var screen in Screen.All)
            foreach (var page in ProductPage.All)
                await app.VisitAsync(page.Visitor, screen, async visit =>
                {
                    await visit.OpenAsync(page);
                    await TakeAsync(visit, Path.Combine(folder, $"{page.Name}-{screen.Name}.png"));
                });
    }

    public static async Task TakeForReadmeAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "images")).FullName;
        await using var app = await SimulatedApp.StartAsync();
        foreach (var (name, path, screen) in new[]
        {
            ("stock-light", "/stocks/LEMN?range=5y", Screen.Wide),
            ("stock-dark", "/stocks/LEMN?range=5y", Screen.WideDark),
            ("stocks", "/stocks", Screen.Wide),
        })
            await app.VisitAsync(Visitor.Analyst, screen, async visit =>
            {
                await visit.OpenAsync(path);
                var file = Path.Combine(folder, name + ".png");
                await TakeAsync(visit, file, isWhole: false);
                if (new FileInfo(file).Length > Largest)
                    throw new InvalidOperationException($"{file} is larger than {Largest:N0} bytes: use a smaller window.");
            });
    }

    private static async Task TakeAsync(BrowserSession visit, string file, bool isWhole = true)
    {
        await visit.Page.ScreenshotAsync(
            new() { Path = file, FullPage = isWhole, Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        Console.WriteLine($"{Path.GetRelativePath(Repository.Root, file)}  {new FileInfo(file).Length / 1000} kB");
    }
}
