using CreamPie.Core.Storage.Tables.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Accounts.Recovery;

/// <summary>Tokens of links that change an account: Identity's, which last a day, for an hour.</summary>
internal sealed class OneHourTokens(
    IDataProtectionProvider protection, IOptions<OneHourTokenOptions> options, ILogger<DataProtectorTokenProvider<AppUser>> log)
    : DataProtectorTokenProvider<AppUser>(protection, options, log)
{
    // It is also the purpose of the key.
    public const string ProviderName = "OneHour";
}

internal sealed class OneHourTokenOptions : DataProtectionTokenProviderOptions
{
    public OneHourTokenOptions()
    {
        Name = OneHourTokens.ProviderName;
        TokenLifespan = TimeSpan.FromHours(1);
    }
}
