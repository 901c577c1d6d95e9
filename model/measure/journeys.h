// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_JOURNEYS_H
#define IOMT_JOURNEYS_H

#include "stage.h"

#include "ns3/nstime.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// @brief What became of a reading.
enum class JourneyState
{
    IN_FLIGHT,
    DELIVERED,
    LOST,
    WITHHELD //!< judged on its way, where it stayed; the verdict went on
};

/// @param state a state @return its name as it stands in results
const char* ToString(JourneyState state);

/// @brief A reading on its way, and when it was where.
struct Journey
{
    uint64_t id{0};
    std::string device;
    std::string patient;
    std::string site;
    std::string kind; //!< device kind, such as "ecg-patch"
    uint64_t sequence{0};
    bool urgent{false};
    uint32_t bytes{0};       //!< SenML [B]
    uint32_t sealedBytes{0}; //!< as the CoAP payload [B]
    Time felt;               //!< first sample
    Time last;               //!< end of the last stage that is over
    std::optional<Stage> reached; //!< the last stage that is over
    std::array<Time, STAGE_COUNT> stages{};
    JourneyState state{JourneyState::IN_FLIGHT};
    std::string cause; //!< of a loss, empty if none is known
    uint32_t duplicates{0};

    /// @return time from the first sample to the end of the last stage that is over
    Time Latency() const;
};

/**
 * @brief Every reading of a run, with the time each stage of its way took.
 *
 * A mark ends a stage: all time since the mark before is the stage's. So the stages of a journey
 * add up to its latency whatever way it took, and a stage entered twice (the LANs before and behind
 * the broker) gets both parts. A copy that sets out again passes marks that are over already: they
 * change nothing, so the wait for it counts in the stage that had lost the copy before.
 */
class Journeys
{
  public:
    /**
     * @brief A reading sets out.
     * @param journey with id, names, sizes and `felt` filled in
     */
    void Begin(const Journey& journey);

    /**
     * @brief A stage of a journey is over now. Unknown, lost and finished journeys are left alone:
     * a copy that comes after the first changes nothing.
     * @param id the reading
     * @param stage what is over
     * @param now present time
     */
    void Mark(uint64_t id, Stage stage, Time now);

    /**
     * @brief A reading has arrived and was judged; a second arrival counts as duplicate.
     * @param id the reading
     */
    void Deliver(uint64_t id);

    /**
     * @brief A copy of a reading was dropped. The reading is lost only if no other copy arrives.
     * @param id the reading
     * @param cause why
     */
    void Drop(uint64_t id, const std::string& cause);

    /**
     * @brief A reading was judged on its way and stays there.
     * @param id the reading
     */
    void Withhold(uint64_t id);

    /// @brief The run is over: what is still under way is lost, in the stage it had not finished.
    void Close();

    /// @param id a reading @return whether it has arrived
    bool IsDelivered(uint64_t id) const;
    /// @return all journeys by id
    const std::map<uint64_t, Journey>& All() const;
    /// @return ids of the journeys changed since the last call
    std::vector<uint64_t> TakeChanged();

  private:
    Journey* Find(uint64_t id);

    std::map<uint64_t, Journey> m_journeys;
    std::set<uint64_t> m_changed;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_JOURNEYS_H
