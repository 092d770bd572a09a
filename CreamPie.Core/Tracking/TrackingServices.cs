using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Tracking;

internal static class TrackingServices
{
    public static IServiceCollection AddTracking(this IServiceCollection services) => services
        .AddSingleton<DueSignal>()
        .AddSingleton<Tracker>()
        .AddSingleton<ListingDecisions>();
}
