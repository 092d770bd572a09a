using Microsoft.Extensions.DependencyInjection;

namespace CreamPie.Core.Tracking;

internal static class TrackingServices
{
    public static IServiceCollection AddTracking(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<TrackingOptions>().BindConfiguration(TrackingOptions.Section).ValidateDataAnnotations();
        return services
            .AddSingleton<DueSignal>()
            .AddSingleton<TrackingLimit>()
            .AddSingleton<Tracker>()
            .AddSingleton<ListingDecisions>();
    }
}
