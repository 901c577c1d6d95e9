// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_RECORDING_PLAYER_H
#define IOMT_RECORDING_PLAYER_H

#include "recording.h"
#include "signal.h"

#include <optional>
#include <string>
#include <vector>

namespace ns3::iomt
{

/** @brief What becomes known of a person at a time. */
struct PlayedReading
{
    SensorReading reading;
    double knownS = 0;   //!< when it is known: for samples the end of the block [s]
    std::size_t row = 0; //!< of a table: index of its (last) row among the subject's
};

/**
 * @brief Plays a recording from its beginning to its end, as readings in the order they are known.
 *
 * Named values at the same time are one reading. An ECG comes in blocks of a second, as devices
 * send it; values that were not felt end a block. Each row of a table is a reading, even one in
 * which nothing was felt.
 */
class RecordingPlayer
{
  public:
    /**
     * @param recording outlives the player
     * @param quantities what is played; those not in the recording are passed over
     */
    RecordingPlayer(const Recording& recording, const std::vector<std::string>& quantities);

    /** @brief The channels that are played. */
    std::vector<const RecordingChannel*> Channels() const;

    /** @brief The next reading, or nothing at the end. */
    std::optional<PlayedReading> Next();

  private:
    struct Cursor
    {
        const RecordingChannel* channel;
        std::size_t next = 0; //!< value
        std::size_t end = 0;  //!< of the block that begins there; one value if no ECG
    };

    bool IsEcg(const Cursor& cursor) const;
    void Settle(Cursor& cursor) const; //!< finds the next value or block from `next` on
    double KnownS(const Cursor& cursor) const;

    std::vector<Cursor> m_cursors;
};

} // namespace ns3::iomt

#endif // IOMT_RECORDING_PLAYER_H
