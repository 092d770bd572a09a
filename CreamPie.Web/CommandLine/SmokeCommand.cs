using System.CommandLine;

namespace CreamPie.Web.CommandLine;

/// <summary>What a pipeline calls after it has started a new version somewhere.</summary>
internal static class SmokeCommand
{
    /// <summary>Not an argument: those are seen by everybody on the machine.</summary>
    public const string KeyVariable = "CREAMPIE_API_KEY";

    public static Command Create(CommandHost host)
    {
        var address = new Argument<Uri>("address")
        {
            Description = "Of the running server, as browsers open it: https://stocks.example.org.",
            CustomParser = argument => Read(argument.Tokens[0].Value, argument.AddError),
        };
        var wait = new Option<int>("--wait")
        {
            Description = "Seconds to wait until it is ready.",
            HelpName = "seconds",
            DefaultValueFactory = _ => 0,
        };
        wait.Validators.Add(option =>
        {
            if (option.Tokens is [var token] && !(int.TryParse(token.Value, out var seconds) && seconds is >= 0 and <= 3_600))
                option.AddError("--wait is 0 to 3600 seconds.");
        });
        var version = new Option<string>("--expect-version")
        {
            Description = "Fail if another version answers; needs a key.",
            HelpName = "version",
        };
        var onlyReady = new Option<bool>("--only-ready") { Description = "Ask for readiness only, as a container's health check does." };
        var command = new Command(
            "smoke",
            "Check a running server: readiness, the sign-in page, and the API with the key in the environment variable "
            + $"{KeyVariable}, if there is one. Ends with 0 if all is well, else with 1 and what is not.")
        {
            address, wait, version, onlyReady,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var smoke = new SmokeTest(parsed.GetRequiredValue(address), Environment.GetEnvironmentVariable(KeyVariable));
            var result = await smoke.RunAsync(
                TimeSpan.FromSeconds(parsed.GetValue(wait)), parsed.GetValue(onlyReady), parsed.GetValue(version), cancellationToken);
            return result.IsFine ? await host.DoneAsync(result.Sentence) : await host.FailedAsync(result.Sentence);
        });
        return command;
    }

    private static Uri? Read(string text, Action<string> fail)
    {
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.Query.Length == 0)
            return address;
        fail("The address is like https://stocks.example.org or http://127.0.0.1:8080.");
        return null;
    }
}
