using Bunit;
using CreamPie.Web.Components.Layout.Failures;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace CreamPie.Tests.Components.Layout;

public sealed class SignedOutTests : BunitContext
{
    [Fact]
    public void Signed_out_page_leads_to_sign_in_and_back()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.GetRequiredService<NavigationManager>().NavigateTo("/stocks/AAPL?range=1y");

        var page = Render<SignedOut>();

        Assert.Equal("You are signed out", page.Find("h1").TextContent);
        Assert.Equal("account/sign-in?returnUrl=%2Fstocks%2FAAPL%3Frange%3D1y", page.Find("a").GetAttribute("href"));
    }
}
