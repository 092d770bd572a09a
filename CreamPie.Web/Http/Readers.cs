using System.Globalization;
using CreamPie.Core.Accounts;
using CreamPie.Core.Accounts.Preferring;
using CreamPie.Web.Components.Shared;

namespace CreamPie.Web.Http;

/// <summary>Dates and numbers of pages as their reader wants them. A circuit keeps the culture of the request that opened it.</summary>
internal static class Readers
{
    /// <summary>Runs after authentication, which has read the preferences with the session.</summary>
    public static void UseReaders(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<SessionUser>() is { } user && user.Preferences != PreferenceValues.Default && !context.IsForPrograms())
            CultureInfo.CurrentCulture = new ReaderCulture(user.Preferences);
        return next(context);
    });
}
