// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_STORAGE_SCP_H
#define IOMT_STORAGE_SCP_H

#include "dicom-connection.h"

#include "ns3/application.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace ns3
{
namespace iomt
{

/**
 * @brief An image archive (PACS): provider of DICOM's storage service (PS3.4, annex B).
 *
 * Takes every storage SOP class in Implicit VR Little Endian, any number of associations at once.
 * An instance that came before is answered with success and counted once.
 */
class StorageScp : public Application
{
  public:
    static TypeId GetTypeId();
    StorageScp();
    ~StorageScp() override;

    /// @return instances stored, each once
    uint64_t GetInstances() const;
    /// @return octets of their data sets
    uint64_t GetOctets() const;
    /// @return instances refused because the data set was not what the command said
    uint64_t GetRefused() const;

    /**
     * @brief Signature of the trace source Stored.
     * @param dataSet what was stored
     */
    typedef void (*StoredTracedCallback)(const DicomDataSet& dataSet);

  protected:
    void DoDispose() override;

  private:
    /// An association and the contexts that were accepted in it.
    struct Association
    {
        Ptr<DicomConnection> connection;
        std::map<uint8_t, std::string> contexts; //!< SOP class by context
        uint32_t maxLength{0};                   //!< the peer's
    };

    void StartApplication() override;
    void StopApplication() override;
    void HandleAccept(Ptr<Socket> socket, const Address& from);
    void HandlePdu(uint64_t id, const DicomPdu& pdu);
    void HandleMessage(uint64_t id, const DicomMessage& message);
    uint16_t Store(const Association& association, const DicomMessage& message);

    uint16_t m_port{DICOM_PORT};
    std::string m_entity;
    Ptr<Socket> m_listener;
    std::map<uint64_t, Association> m_associations;
    uint64_t m_lastId{0};
    std::set<std::string> m_stored; //!< SOP instance UIDs
    uint64_t m_octets{0};
    uint64_t m_refused{0};
    TracedCallback<const DicomDataSet&> m_storedTrace;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_STORAGE_SCP_H
