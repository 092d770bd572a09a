using System.Text.Json;
using CreamPie.Core.Accounts;
using CreamPie.Core.Market;
using CreamPie.Core.Querying.Series;
using CreamPie.Core.Querying.Versions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Api.Caching;

/// <summary>The corporate actions of one stock, kept as they are sent.</summary>
internal sealed class ActionAnswers(AnswerCache cache, VersionQuery versions, ActionQuery query, IOptions<JsonOptions> json)
{
    /// <summary>What the answer depends on now; null if there is no such stock.</summary>
    public Task<string?> TagAsync(Caller caller, Symbol symbol, CancellationToken cancellationToken) =>
        versions.ActionsAsync(caller, symbol, cancellationToken);

    /// <summary>The answer of a tag, or of a newer one; null if the stock is gone.</summary>
    public Task<KeptAnswer?> GetAsync(
        HttpContext context, Caller caller, Symbol symbol, string tag, CancellationToken cancellationToken) => cache.GetAsync(
        context, new(symbol.Value, null, "actions"), tag,
        async () => await query.ActionsAsync(caller, symbol, CancellationToken.None) is { } actions
            ? new(tag, JsonSerializer.SerializeToUtf8Bytes(actions, json.Value.SerializerOptions), "application/json; charset=utf-8")
            : null,
        cancellationToken);
}
