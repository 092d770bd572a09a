namespace CreamPie.Tests.Clients;

/// <summary>A program that calls every operation by the client that NSwag generates.</summary>
internal static class NSwagCalls
{
    public const string Source = """
        #nullable enable
        using System;
        using System.Linq;
        using System.Net.Http;
        using System.Text;
        using System.Threading.Tasks;
        using Generated;

        public static class Calls
        {
            public static async Task<string> MakeAsync(string address, string password)
            {
                using var http = new HttpClient { BaseAddress = new Uri(address) };
                var api = new Client(http);
                await api.SignInAsync(new LoginRequest { Email = "leaver@example.org", Password = password });
                await api.SignInAsync(new LoginRequest { Email = "admin@example.org", Password = password });
                var tokens = await api.SignInAsync(new LoginRequest { Email = "admin@example.org", Password = password });
                tokens = await api.RefreshTokensAsync(new RefreshRequest { RefreshToken = tokens.RefreshToken });
                http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);

                await api.GetVersionAsync();
                var bars = await api.GetBarsAsync("TEST", from: null, interval: null);
                await api.GetBarsAsync("NEW");
                await api.GetStockAsync("TEST");
                await api.GetActionsAsync("TEST");
                await api.GetQuoteAsync("TEST");
                await api.GetAttemptsAsync("TEST");
                await api.GetFiguresAsync("TEST");
                await api.GetIndicatorsAsync("TEST", name: "sma", period: 5);
                await api.GetIndicatorsAsync("TEST", ind: "sma(5),macd(5,10,3)");
                await api.GetProvenanceAsync("TEST", new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.Zero));
                await api.CompareStocksAsync("TEST");
                await api.FindSymbolsAsync();
                var bulk = await api.GetBulkBarsAsync("TEST,NEW", adjust: null);
                await api.ListChangesAsync();
                await api.ConfirmListingAsync((await api.GetListingsAsync("S")).Findings.First().Id);
                await api.JoinListingsAsync((await api.GetListingsAsync("T")).Findings.First().Id);

                await api.TrackSymbolAsync(new TrackRequest { Symbol = "AAPL" });
                await api.GetTrackingAsync("AAPL");
                await api.ListTrackedAsync();
                await api.RefreshSymbolAsync("AAPL");
                await api.UntrackSymbolAsync("AAPL");
                using var csv = new System.IO.MemoryStream(Encoding.UTF8.GetBytes("Date,Close\n2024-01-02,1\n"));
                var imported = await api.ImportFileAsync(new FileParameter(csv, "MSFT.csv"), Basis.Split);
                await api.GetDocumentAsync(imported.Id);
                await api.GetParsedDocumentAsync(imported.Id);
                using var raw = await api.GetRawDocumentAsync(imported.Id);
                await api.RetryDocumentAsync(101);
                await api.ListDocumentsAsync();

                var wanted = new ApiKeyRequest { Name = "Script" };
                wanted.Scopes.Add("read");
                var key = await api.CreateApiKeyAsync(wanted);
                await api.ListApiKeysAsync();
                await api.RevokeApiKeyAsync(key.Id);
                var feed = await api.CreateFeedAsync(new FeedRequest { Name = "Sheet" });
                await api.ListFeedsAsync();
                await api.RevokeFeedAsync(feed.Id);
                await api.GetMeAsync();
                await api.SaveMyPreferencesAsync(new PreferenceValues { Theme = "dark", Interval = "1wk" });
                await api.GetMyPreferencesAsync();
                await api.EndMySessionAsync((await api.ListMySessionsAsync()).Sessions.First(s => !s.IsHere).Id);
                await api.EndMyOtherSessionsAsync();

                var leaver = Guid.Parse((await api.ListUsersAsync(query: "leaver")).Items.First().Id);
                var user = await api.GetUserAsync(leaver);
                await api.EndUserSessionAsync(leaver, user.Sessions.First().Id);
                await api.EndUserSessionsAsync(leaver);
                await api.SetUserRoleAsync(leaver, new RoleRequest { Role = RoleOrNull.Analyst });
                await api.DisableUserAsync(leaver);
                await api.EnableUserAsync(leaver);
                await api.RequireNewPasswordAsync(leaver);
                await api.ResetSecondFactorAsync(leaver);
                await api.DeleteUserAsync(leaver);
                var invitation = await api.InviteUserAsync(new InvitationRequest { Email = "new@example.org" });
                await api.ListInvitationsAsync();
                await api.WithdrawInvitationAsync(invitation.Id);
                await api.ListAuditAsync();
                var refusal = await Refused(() => api.GetStockAsync("NONE"));
                await api.SignOutAsync();
                return $"{bars.Bars!.Count} {bars.Interval} {bulk.Bars.Count} {refusal}";
            }

            private static async Task<string> Refused(Func<Task> call)
            {
                try
                {
                    await call();
                    return "";
                }
                catch (ApiException<ProblemDetails> refused)
                {
                    return refused.Result.Code;
                }
            }
        }
        """;
}
