using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Layout;

public sealed class StatusPageTests
{
    [Fact]
    public async Task Page_of_another_role_is_refused_without_scripts()
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await app.Anonymous().GetAsync("/account/denied");
        await AssertPageAsync(answer, HttpStatusCode.Forbidden, "Access denied");
    }

    [Fact]
    public async Task Oversized_form_is_reported()
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await app.Anonymous().FillInAsync("/account/sign-in", ("Input.Email", new string('a', 70_000)));
        await AssertPageAsync(answer, HttpStatusCode.RequestEntityTooLarge, "Too large");
    }

    [Fact]
    public async Task Server_error_page_reveals_only_its_trace_id()
    {
        await using var app = await TestApplication.StartAsync(
            configure: services => services.AddScoped<PasswordSignIn>(
                _ => throw new InvalidOperationException("the secret of the kitchen")));
        using var answer = await app.Anonymous().GetAsync("/account/sign-in");
        var html = await AssertPageAsync(answer, HttpStatusCode.InternalServerError, "Something went wrong");
        Assert.Contains("Trace ID", html, StringComparison.Ordinal);
        Assert.DoesNotContain("kitchen", html, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", html, StringComparison.Ordinal);
    }

    private static async Task<string> AssertPageAsync(HttpResponseMessage answer, HttpStatusCode status, string title)
    {
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
        return html;
    }
}
