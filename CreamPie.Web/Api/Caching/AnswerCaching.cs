namespace CreamPie.Web.Api.Caching;

/// <summary>Registers this folder.</summary>
internal static class AnswerCaching
{
    public static void AddAnswerCache(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<AnswerCacheOptions>()
            .BindConfiguration(AnswerCacheOptions.Section)
            .ValidateDataAnnotations();
        builder.Services.AddSingleton<AnswerMeter>();
        builder.Services.AddSingleton<AnswerCache>();
        builder.Services.AddSingleton<SeriesAnswers>();
        builder.Services.AddSingleton<ActionAnswers>();
    }
}
