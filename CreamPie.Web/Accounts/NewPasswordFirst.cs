using CreamPie.Web.Http;
using Microsoft.AspNetCore.StaticAssets;

namespace CreamPie.Web.Accounts;

/// <summary>Until somebody has set the password that an admin asked for, every address leads to the page that sets it.</summary>
internal static class NewPasswordFirst
{
    public const string Page = "/account/new-password";
    public const string Sentence = "An administrator asked for a new password: choose one at " + Page + " first.";

    /// <summary>Out of the session, into the page, or to a new password by way of the mailbox.</summary>
    private static readonly PathString[] Open =
        [Page, "/account/sign-out", "/account/sign-out-everywhere", "/account/forgot", "/account/reset", "/theme", "/api/auth"];

    public static void UseNewPasswordFirst(this WebApplication app) => app.Use((context, next) =>
    {
        if (!SessionTicket.MustChangePassword(context.User) || IsOpen(context))
            return next(context);
        if (context.IsForPrograms())
            return ProblemResponses.WriteAsync(context, StatusCodes.Status403Forbidden, "passwordChangeRequired", Sentence);
        context.Response.Redirect(Page);
        return Task.CompletedTask;
    });

    private static bool IsOpen(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || Open.Any(path => context.Request.Path.StartsWithSegments(path));
}
