using System.Globalization;

namespace CreamPie.Web.Components.Admin;

/// <summary>Addresses of the admin's pages.</summary>
internal static class AdminLinks
{
    public static string Document(int id) => string.Create(CultureInfo.InvariantCulture, $"admin/documents/{id}");

    public static string User(string id) => "admin/users/" + Uri.EscapeDataString(id);

    public static string DocumentsOf(string symbol) => "admin/documents?symbol=" + Uri.EscapeDataString(symbol);
}
