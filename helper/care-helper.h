// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_CARE_HELPER_H
#define IOMT_CARE_HELPER_H

#include "site-helper.h"

#include "ns3/doctor.h"
#include "ns3/nurse-station.h"
#include "ns3/pharmacy.h"

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

namespace ns3
{
namespace iomt
{

/**
 * @brief Joins the doctor with whom she writes to: pharmacy, gateways, devices that take commands.
 *
 * Each of them has a key pair to sign with, and each way a key of its own to seal with.
 */
class CareHelper
{
  public:
    /// What a doctor and the other end need to write to each other, or rather one of them to read.
    using Documents = std::pair<std::unique_ptr<DocumentSender>, std::unique_ptr<DocumentReader>>;

    /**
     * @param scenario complete
     * @param suite documents are sealed with
     * @param makeKey a new key of that suite
     * @param random so many octets of new key material
     * @param doctor who decides
     * @throws ProfileError if the rules cannot be read
     */
    CareHelper(const nlohmann::json& scenario,
               const std::string& suite,
               std::function<ObjectKey()> makeKey,
               std::function<Bytes(std::size_t)> random,
               Ptr<Doctor> doctor);

    /// @param pharmacy takes prescriptions and confirms
    void Join(Ptr<Pharmacy> pharmacy);
    /// @param station is called in emergencies
    void Join(Ptr<NurseStation> station);
    /// @param site whose gateway takes commands
    void Join(const Site& site);
    /**
     * @brief Give a device its actuator, and the doctor the command of it, if it is to have that.
     * @param device of a patient the doctor knows
     * @throws std::invalid_argument if its actuator is not what its kind must be
     */
    void Join(const WornDevice& device);
    /// Close the scenario's loops.
    void AddLoops();
    /// Put the scenario's orders on the calendar; after all were joined.
    void ScheduleOrders();

  private:
    /// Who signs.
    struct Author
    {
        Bytes kid;
        Bytes seed;
    };

    Author MakeAuthor(const std::string& name) const;
    Documents MakeDocuments(const Author& author) const;
    void JoinCommanded(Ptr<Commanded> commanded, const std::string& name);

    nlohmann::json m_care; //!< of the scenario
    std::string m_suite;
    std::function<ObjectKey()> m_makeKey;
    std::function<Bytes(std::size_t)> m_random;
    Ptr<Doctor> m_doctor;
    Author m_author;                 //!< the doctor
    std::set<std::string> m_ordered; //!< kinds of devices that the scenario's orders are for
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_CARE_HELPER_H
