using System.Net;
using System.Text.RegularExpressions;

namespace CreamPie.Tests.Support;

/// <summary>Submits a page's form as a browser does, with its hidden fields and cookies.</summary>
internal static partial class Forms
{
    public static async Task<HttpResponseMessage> FillInAsync(
        this HttpClient browser, string page, params (string Name, string Value)[] fields) =>
        await browser.SendFormAsync(page, [.. await browser.OpenFormAsync(page), .. fields]);

    /// <summary>The hidden fields of the page's own form, or of the form that posts to <paramref name="action"/>.</summary>
    public static async Task<IReadOnlyList<(string Name, string Value)>> OpenFormAsync(
        this HttpClient browser, string page, string? action = null)
    {
        // A page's links begin at its base: without the path of a site in a subfolder.
        var target = action?.Replace("/creampie/", "/", StringComparison.Ordinal).TrimStart('/');
        var sought = target is null ? "name=\"_handler\"" : $"action=\"{target}\"";
        var form = Form().Matches(await browser.GetStringAsync(page)).First(m => m.Value.Contains(sought, StringComparison.Ordinal));
        return HiddenFields(form.Value);
    }

    public static IReadOnlyList<(string Name, string Value)> HiddenFields(string form) =>
        [.. Hidden().Matches(form).Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))];

    /// <summary>Submits a form that posts to another address than its page.</summary>
    public static async Task<HttpResponseMessage> PressAsync(
        this HttpClient browser, string page, string action, params (string Name, string Value)[] fields) =>
        await browser.SendFormAsync(action, [.. await browser.OpenFormAsync(page, action), .. fields]);

    public static async Task<HttpResponseMessage> SendFormAsync(
        this HttpClient browser, string page, IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await browser.PostAsync(page, form);
    }

    public static Task<HttpResponseMessage> SignInByPageAsync(
        this HttpClient browser, string email, string password = TestApplication.Password, string? returnUrl = null,
        string at = "") =>
        browser.FillInAsync(
            at + "/account/sign-in" + (returnUrl is null ? "" : "?returnUrl=" + Uri.EscapeDataString(returnUrl)),
            ("Input.Email", email),
            ("Input.Password", password));

    public static string PathOfLocation(this HttpResponseMessage answer) =>
        new Uri(new Uri("http://localhost"), answer.Headers.Location!).PathAndQuery;

    [GeneratedRegex("<form .*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
