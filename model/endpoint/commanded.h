// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_COMMANDED_H
#define IOMT_COMMANDED_H

#include "care-event.h"
#include "command.h"
#include "correspondent.h"

#include <memory>
#include <set>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief An endpoint that takes a doctor's commands: a gateway, a device on a patient.
 *
 *     doctor ──▶ ps/cmd/… at the broker ──▶ verify ──▶ not done before? ──▶ Execute()
 *     doctor ◀── ps/cmd-status/… at the broker ◀── executed, or refused and why
 *
 * Whoever is to obey observes a topic of its own at the broker, and verifies the doctor's
 * signature itself, so that no gateway has to be trusted with a pump. That works for a Bluetooth
 * LE device that sleeps: its gateway holds a notification until the device's next connection event
 * and so long the broker, which sends it as CON, sends it again; one that was out of reach gets the
 * latest command when it registers again (RFC 7641, 3.3.1).
 *
 * A command is executed once, and only if its signature is that of a doctor that is known.
 */
class Commanded : public Correspondent
{
  public:
    static TypeId GetTypeId();
    Commanded();
    ~Commanded() override;

    /**
     * @brief A doctor to obey; before the start. Without one nothing is observed.
     * @param topic where commands come, such as "ps/cmd/home-1"
     * @param reader knows the doctors whose signature counts
     * @param statusTopic where it reports, such as "ps/cmd-status/home-1"
     * @param sender signs and seals reports
     */
    void SetDoctor(const std::string& topic,
                   std::unique_ptr<DocumentReader> reader,
                   const std::string& statusTopic,
                   std::unique_ptr<DocumentSender> sender);

    /// Register for commands again: this node has another address now.
    void Renew();

  protected:
    void Begin() override;
    /**
     * @param command of a verified doctor, which was not executed before
     * @return "" if it was executed, else the reason of the refusal
     */
    virtual std::string Execute(const Command& command) = 0;

  private:
    void Obey(const OpenedDocument& opened);

    uint64_t m_observation{0}; //!< of commands; 0: none
    std::string m_commandTopic;
    std::string m_statusTopic;
    std::unique_ptr<DocumentReader> m_fromDoctor;
    std::unique_ptr<DocumentSender> m_toDoctor;
    std::set<std::string> m_taken; //!< commands executed or refused
    TracedCallback<const CareEvent&> m_care;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_COMMANDED_H
