// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_NURSE_STATION_H
#define IOMT_NURSE_STATION_H

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
 * @brief The screen in the nurses' room: observes the doctor's calls at the broker and shows each
 * authentic one once.
 */
class NurseStation : public Correspondent
{
  public:
    static TypeId GetTypeId();
    NurseStation();
    ~NurseStation() override;

    /**
     * @param topic where calls come, such as "ps/alarm/nurse"
     * @param reader knows the doctors whose signature counts
     */
    void SetDoctor(const std::string& topic, std::unique_ptr<DocumentReader> reader);

  protected:
    void Begin() override;

  private:
    void Show(const OpenedDocument& opened);

    std::string m_topic;
    std::unique_ptr<DocumentReader> m_reader;
    std::set<std::string> m_shown; //!< calls, by their ids
    TracedCallback<const CareEvent&> m_care;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_NURSE_STATION_H
