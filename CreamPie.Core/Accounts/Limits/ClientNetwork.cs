using System.Net;
using System.Net.Sockets;

namespace CreamPie.Core.Accounts.Limits;

/// <summary>What a visitor's limits are counted by: the owner of one IPv6 address controls its whole /64.</summary>
internal static class ClientNetwork
{
    /// <summary>Empty for an unknown address: all unknown ones count as one network.</summary>
    public static string Of(IPAddress? address)
    {
        // A dual-stack socket reports an IPv4 address as ::ffff:192.0.2.1, and all of those share one /64.
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))
            : address?.ToString() ?? "";
    }
}
