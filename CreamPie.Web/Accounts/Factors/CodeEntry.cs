using CreamPie.Core.Accounts.Factors;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Mail;

namespace CreamPie.Web.Accounts.Factors;

/// <summary>Checks a code wherever one is entered, and tells its owner of every recovery code that was used up.</summary>
internal sealed class CodeEntry(SecondFactor factor, NoticeMails notices)
{
    /// <param name="code">As typed: of the app, or a recovery code.</param>
    public async Task<bool> IsRightAsync(AppUser user, string code, HttpContext context)
    {
        var check = await factor.CheckAsync(user, code, CallerOfRequest.Of(context), context.RequestAborted);
        if (check.CodesLeft is { } left)
            await notices.SayAsync(user.Email!, Notice.CodeUsed(left), context);
        return check.IsRight;
    }
}
