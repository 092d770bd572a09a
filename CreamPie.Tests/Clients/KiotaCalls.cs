namespace CreamPie.Tests.Clients;

/// <summary>A program that calls every operation by the client that Kiota generates.</summary>
internal static class KiotaCalls
{
    public const string Source = """
        using System;
        using System.Linq;
        using System.Net.Http;
        using System.Text;
        using System.Threading.Tasks;
        using Generated;
        using Generated.Models;
        using Microsoft.Kiota.Abstractions;
        using Microsoft.Kiota.Abstractions.Authentication;
        using Microsoft.Kiota.Http.HttpClientLibrary;

        public static class Calls
        {
            public static async Task<string> MakeAsync(string password)
            {
                using var http = new HttpClient();
                // The address of the server is in the client: where its document came from.
                using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http);
                var api = new Client(adapter).Api;
                await api.Auth.Login.PostAsync(new() { Email = "leaver@example.org", Password = password });
                await api.Auth.Login.PostAsync(new() { Email = "admin@example.org", Password = password });
                var tokens = await api.Auth.Login.PostAsync(new() { Email = "admin@example.org", Password = password });
                tokens = await api.Auth.Refresh.PostAsync(new() { RefreshToken = tokens.RefreshToken });
                http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);

                await api.Version.GetAsync();
                var data = api.StockData;
                var test = data["TEST"];
                var bars = await test.Bars.GetAsync();
                await data["NEW"].Bars.GetAsync();
                await test.GetAsync();
                await test.Actions.GetAsync();
                await test.Quote.GetAsync();
                await test.Attempts.GetAsync();
                await test.Figures.GetAsync();
                await test.Indicators.GetAsync(r => (r.QueryParameters.Name, r.QueryParameters.Period) = ("sma", 5));
                await test.Bars[new Date(2024, 1, 2)].Provenance.GetAsync();
                await data.Compare.GetAsync(r => r.QueryParameters.Symbols = "TEST");
                await data.Symbols.GetAsync();
                var bulk = await data.Bars.GetAsync(r => r.QueryParameters.Symbols = "TEST,NEW");
                await data.Changes.GetAsync();
                await data.Findings[(await data["S"].Listings.GetAsync()).Findings[0].Id.Value].Confirm.PostAsync();
                await data.Findings[(await data["T"].Listings.GetAsync()).Findings[0].Id.Value].Join.PostAsync();

                await data.Track.PostAsync(new() { Symbol = "AAPL" });
                await data.Track["AAPL"].GetAsync();
                await data.Track.GetAsync();
                await data["AAPL"].Refresh.PostAsync();
                await data.Tracked["AAPL"].DeleteAsync();
                var form = new MultipartBody();
                form.AddOrReplacePart("file", "text/csv", Encoding.UTF8.GetBytes("Date,Close\n2024-01-02,1\n"), "MSFT.csv");
                var imported = data.Documents[(await data.Import.PostAsync(form)).Id.Value];
                await imported.GetAsync();
                await imported.Parsed.GetAsync();
                using var raw = await imported.Raw.GetAsync();
                await data.Documents[101].Retry.PostAsync();
                await data.Documents.GetAsync();

                var me = api.Users.Me;
                var key = await me.ApiKeys.PostAsync(new() { Name = "Script", Scopes = ["read"] });
                await me.ApiKeys.GetAsync();
                await me.ApiKeys[key.Id.Value].DeleteAsync();
                var feed = await me.Feeds.PostAsync(new() { Name = "Sheet" });
                await me.Feeds.GetAsync();
                await me.Feeds[feed.Id.Value].DeleteAsync();
                await me.GetAsync();
                await me.Preferences.PutAsync(new() { Theme = "dark", Interval = "1wk" });
                await me.Preferences.GetAsync();
                await me.Sessions[(await me.Sessions.GetAsync()).Sessions.First(s => s.IsHere == false).Id.Value].DeleteAsync();
                await me.Sessions.Others.DeleteAsync();

                var id = Guid.Parse((await api.Users.GetAsync(r => r.QueryParameters.Query = "leaver")).Items[0].Id);
                var leaver = api.Users[id];
                await leaver.Sessions[(await leaver.GetAsync()).Sessions[0].Id.Value].DeleteAsync();
                await leaver.Sessions.DeleteAsync();
                await leaver.Role.PutAsync(new() { Role = RoleOrNull.Analyst });
                await leaver.Disable.PostAsync();
                await leaver.Enable.PostAsync();
                await leaver.RequireNewPassword.PostAsync();
                await leaver.ResetSecondFactor.PostAsync();
                await leaver.DeleteAsync();
                var invitation = await api.Users.Invitations.PostAsync(new() { Email = "new@example.org" });
                await api.Users.Invitations.GetAsync();
                await api.Users.Invitations[invitation.Id.Value].DeleteAsync();
                await api.Users.Audit.GetAsync();
                var refusal = await Refused(() => data["NONE"].GetAsync());
                await api.Auth.Logout.PostAsync();
                return $"{bars.Bars.Count} {bars.Interval} {bulk.Bars.Count} {refusal}";
            }

            private static async Task<string> Refused(Func<Task> call)
            {
                try
                {
                    await call();
                    return "";
                }
                catch (ProblemDetails refused)
                {
                    return refused.Code;
                }
            }
        }
        """;
}
