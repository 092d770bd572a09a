namespace CreamPie.Web.Http;

/// <summary>Marks an endpoint whose answer holds a secret: it is never compressed.</summary>
internal sealed class HoldsSecret
{
    public static readonly HoldsSecret Instance = new();
}
