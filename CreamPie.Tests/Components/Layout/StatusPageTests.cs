using System.Net;
using CreamPie.Core.Accounts;
using CreamPie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Tests.Components.Layout;

public sealed class StatusPageTests
{
    [Fact]
    public async Task A_page_of_another_role_says_so_without_a_script()
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await app.Anonymous().GetAsync("/account/denied");
        await AssertPageAsync(answer, HttpStatusCode.Forbidden, "Access denied");
    }

    [Fact]
    public async Task A_form_that_is_too_large_is_told_so()
    {
        await using var app = await TestApplication.StartAsync();
        using var answer = await app.Anonymous().FillInAsync("/account/sign-in", ("Input.Email", new string('a', 70_000)));
        await AssertPageAsync(answer, HttpStatusCode.RequestEntityTooLarge, "Too large");
    }

    [Fact]
    public async Task A_fault_of_ours_is_found_by_its_trace_id_and_tells_nothing_else()
    {
        await using var app = await TestApplication.StartAsync(
            configure: services => services.AddScoped<DummyUser>(_ => throw new InvalidOperationException("the secret of the kitchen")));
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
