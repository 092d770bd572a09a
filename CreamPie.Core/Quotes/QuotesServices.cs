using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Quotes;

internal static class QuotesServices
{
    public static IServiceCollection AddQuotes(this IServiceCollection services) => services.AddSingleton<QuoteService>();
}
