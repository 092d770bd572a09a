using CreamPie.Core.Accounts.Inviting;
using CreamPie.Core.Storage.Tables.Accounts;
using CreamPie.Web.Accounts.Mail;
using CreamPie.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;

namespace CreamPie.Web.Components.Admin.Users;

/// <summary>Invites people, and lists the invitations that wait for an answer.</summary>
public sealed partial class InvitationPanel
{
    private string _email = "";
    private string _role = Roles.Analyst;
    private string? _link;
    private IReadOnlyList<InvitationItem> _open = [];

    [Inject] private Invitations Invitations { get; set; } = null!;

    [Inject] private InvitationMails Mails { get; set; } = null!;

    [Inject] private PublicUrl Address { get; set; } = null!;

    [Inject] private IOptions<MailOptions> Mail { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    protected override Task OnInitializedAsync() => RefreshAsync();

    protected override async Task RefreshAsync()
    {
        try
        {
            _open = await Invitations.ListAsync(await CallerAsync(), Gone);
            StateHasChanged();
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception fault)
        {
            Explain(fault);
        }
    }

    private Task InviteAsync() => RunAsync(async (caller, cancellationToken) =>
    {
        _link = null;
        switch (await Invitations.CreateAsync(caller, _email, _role, cancellationToken))
        {
            case InvitationResult.Created created:
                var root = Address.Or(Navigation.BaseUri);
                var isMailed = await Mails.SendAsync(created.Invitation.Email, created.Token, root, cancellationToken);
                _email = "";
                if (isMailed && Mail.Value.HasServer)
                    return ActionFeedback.Done($"Invitation sent to {created.Invitation.Email}.");
                // Nobody gets it unless the admin passes it on.
                _link = InvitationMails.LinkOf(created.Token, root);
                return isMailed
                    ? ActionFeedback.Done("Invitation created. There is no mail server, so pass the link on yourself.")
                    : ActionFeedback.Failed("The mail could not be sent. Pass the link on yourself.");
            case InvitationResult.Invalid invalid:
                return ActionFeedback.Failed(invalid.Problem);
            default:
                return ActionFeedback.Failed("This address already has an account.");
        }
    });

    private Task WithdrawAsync(InvitationItem invitation) => RunAsync(async (caller, cancellationToken) =>
        await Invitations.RevokeAsync(caller, invitation.Id, cancellationToken)
            ? ActionFeedback.Done($"The invitation of {invitation.Email} is withdrawn.")
            : ActionFeedback.Failed("The invitation was already accepted or withdrawn."));
}
