using CreamPie.Core.Querying.Series;

namespace CreamPie.Web.Api.Caching;

/// <summary>Which answer it is, whatever its version. No caller is in it: whoever may read a stock reads the same bytes.</summary>
/// <param name="Symbol">Of the stock.</param>
/// <param name="Request">The bars; null for what is not a series.</param>
/// <param name="Form">Format, and all else that the bytes depend on.</param>
internal sealed record AnswerKey(string Symbol, SeriesRequest? Request, string Form);
