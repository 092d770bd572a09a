using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreamPie.Core.Monitoring.Alerts.Channels;
using CreamPie.Core.Storage;
using CreamPie.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CreamPie.Tests.Monitoring.Alerts;

public sealed class AlertTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Alert_is_told_once_and_so_is_its_recovery(DatabaseProvider provider)
    {
        await using var rig = await AlertRig.StartAsync(provider);
        await rig.RunAsync();
        Assert.Empty(rig.Receiver.Received);

        await rig.StopSourceAsync(isStopped: true);
        await rig.RunAsync();
        await rig.RunAsync();
        Assert.Equal("creampie.alert.raised", Assert.Single(Types(rig)));

        await rig.StopSourceAsync(isStopped: false);
        await rig.RunAsync();
        await rig.RunAsync();
        Assert.Equal(["creampie.alert.raised", "creampie.alert.recovered"], Types(rig));

        await rig.StopSourceAsync(isStopped: true);
        await rig.RunAsync();
        Assert.Equal(3, rig.Receiver.Received.Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Several_nodes_tell_it_once(DatabaseProvider provider)
    {
        await using var rig = await AlertRig.StartAsync(provider);
        await rig.StopSourceAsync(isStopped: true);

        // Who comes second at the same row gives up for this minute.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await rig.RunAsOtherNodeAsync();
            }
            catch (DbUpdateConcurrencyException)
            {
            }
        }));
        await rig.RunAsync();

        Assert.Single(rig.Receiver.Received);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Failed_webhook_is_tried_again_under_the_same_id(DatabaseProvider provider)
    {
        await using var rig = await AlertRig.StartAsync(provider);
        rig.Receiver.Status = StatusCodes.Status500InternalServerError;
        await rig.StopSourceAsync(isStopped: true);
        await rig.RunAsync();
        var failed = await rig.MessageAsync();
        Assert.Equal((1, "The webhook answered 500."), (failed.Attempts, failed.Error));
        Assert.InRange(failed.NextAttempt!.Value - failed.CreatedAt, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
        await rig.RunAsync();
        Assert.Single(rig.Receiver.Received);

        rig.Receiver.Status = StatusCodes.Status200OK;
        await rig.DueAsync();
        await rig.RunAsync();

        var sent = await rig.MessageAsync();
        Assert.True(sent is { SentAt: not null, NextAttempt: null, Error: null, Attempts: 2 });
        Assert.Equal(2, rig.Receiver.Received.Count);
        Assert.Single(rig.Receiver.Received.Select(r => r.Id).Distinct());
    }

    [Fact]
    public async Task Message_is_given_up_after_two_days_or_when_the_receiver_is_gone()
    {
        await using var rig = await AlertRig.StartAsync(DatabaseProvider.Sqlite);
        rig.Receiver.Status = StatusCodes.Status503ServiceUnavailable;
        await rig.StopSourceAsync(isStopped: true);
        for (var attempt = 0; attempt < 12; attempt++)
        {
            await rig.RunAsync();
            await rig.DueAsync();
        }
        Assert.True(await rig.MessageAsync() is { Attempts: 9, NextAttempt: null, SentAt: null });

        await using var gone = await AlertRig.StartAsync(DatabaseProvider.Sqlite);
        gone.Receiver.Status = StatusCodes.Status410Gone;
        await gone.StopSourceAsync(isStopped: true);
        await gone.RunAsync();
        Assert.True(await gone.MessageAsync() is { Attempts: 1, NextAttempt: null, SentAt: null });
    }

    [Fact]
    public async Task Webhook_in_the_own_network_needs_a_setting()
    {
        await using var rig = await AlertRig.StartAsync(DatabaseProvider.Sqlite, allowPrivate: false);
        await rig.StopSourceAsync(isStopped: true);

        await rig.RunAsync();

        Assert.Contains("Alerts__AllowPrivateNetworks=true would allow it", (await rig.MessageAsync()).Error, StringComparison.Ordinal);
        Assert.Empty(rig.Receiver.Received);
    }

    [Fact]
    public async Task Webhook_carries_a_signature_that_its_receiver_can_verify()
    {
        await using var rig = await AlertRig.StartAsync(DatabaseProvider.Sqlite);
        await rig.StopSourceAsync(isStopped: true);
        await rig.RunAsync();

        var hook = Assert.Single(rig.Receiver.Received);
        var key = Convert.FromBase64String(AlertRig.Secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{hook.Id}.{hook.Timestamp}."), .. hook.Body];
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)), hook.Signature);
        Assert.StartsWith("msg_", hook.Id, StringComparison.Ordinal);
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(hook.Timestamp, CultureInfo.InvariantCulture);
        Assert.InRange(age, 0, 60);
        var data = JsonDocument.Parse(hook.Body).RootElement.GetProperty("data");
        Assert.Equal("source:YahooPage:stopped", data.GetProperty("key").GetString());
        Assert.Contains("Unknown layout.", data.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The example of the standard's own libraries.</summary>
    [Fact]
    public void Signature_is_that_of_the_standards_example()
    {
        Assert.True(WebhookSignature.TryKey(AlertRig.Secret, out var key));
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Of(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"u8.ToArray()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64!")]
    public void Secret_of_another_form_is_refused(string? secret) => Assert.False(WebhookSignature.TryKey(secret, out _));

    private static IEnumerable<string?> Types(AlertRig rig) =>
        rig.Receiver.Received.Select(r => JsonDocument.Parse(r.Body).RootElement.GetProperty("type").GetString());
}
