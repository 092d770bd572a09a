using CreamPie.Core.Loading.Replay;
using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Loading;

internal static class LoadingServices
{
    public static IServiceCollection AddLoading(this IServiceCollection services) => services
        .AddSingleton<Loader>()
        .AddSingleton<StockReplay>();
}
