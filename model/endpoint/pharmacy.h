// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_PHARMACY_H
#define IOMT_PHARMACY_H

#include "care-event.h"
#include "correspondent.h"

#include <memory>
#include <set>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief The pharmacy: observes prescriptions at the broker, verifies signature and content,
 * dispenses each once, hands it to the patient who comes for it, and confirms that to the doctor.
 */
class Pharmacy : public Correspondent
{
  public:
    static TypeId GetTypeId();
    Pharmacy();
    ~Pharmacy() override;

    /**
     * @param topic where prescriptions come, such as "ps/rx/pharmacy"
     * @param statusTopic where it confirms
     * @param reader knows the doctors whose signature counts
     * @param sender signs and seals confirmations
     */
    void SetDoctor(const std::string& topic,
                   const std::string& statusTopic,
                   std::unique_ptr<DocumentReader> reader,
                   std::unique_ptr<DocumentSender> sender);

  protected:
    void Begin() override;

  private:
    void Verify(const OpenedDocument& opened);
    void Dispense(const std::string& id, const std::string& patient, const std::string& medication);
    void HandOver(const std::string& id, const std::string& patient, const std::string& medication);

    std::string m_topic;
    std::string m_statusTopic;
    std::unique_ptr<DocumentReader> m_reader;
    std::unique_ptr<DocumentSender> m_sender;
    std::set<std::string> m_seen; //!< prescriptions verified so far
    Time m_dispenseTime;
    Time m_pickUpTime;
    TracedCallback<const CareEvent&> m_care;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_PHARMACY_H
